package dev.reeve.linux;

/**
 * What a name in the file system stood for at one moment: two names with the same identity are the
 * same file.
 *
 * @param device the file system
 * @param inode the file in it; may be given to another file once this one is deleted and closed
 *     everywhere
 */
public record FileIdentity(long device, long inode) {}
