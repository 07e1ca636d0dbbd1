/** Texts as trees of nodes that know their places; what all formats have in common. */
@org.jspecify.annotations.NullMarked
package dev.reeve.config.tree;
