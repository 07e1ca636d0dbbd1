/** What {@code reeve doctor} looks at: a class for each thing, and what it finds there. */
@org.jspecify.annotations.NullMarked
package dev.reeve.cli.doctor;
