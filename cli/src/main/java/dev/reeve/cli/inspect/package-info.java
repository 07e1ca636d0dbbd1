/** What the kernel tells of the machine and of any process in {@code /proc}; see proc(5). */
@org.jspecify.annotations.NullMarked
package dev.reeve.cli.inspect;
