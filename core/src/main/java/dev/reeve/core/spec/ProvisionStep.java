package dev.reeve.core.spec;

import java.util.OptionalInt;

/**
 * What a file or folder of a service must be like before it starts for the first time.
 *
 * @param path relative to the working directory and never outside of it; {@code .} is the directory
 *     itself
 * @param owner name or number of the user it is to belong to; empty leaves it
 * @param group name or number of the group; empty leaves it
 * @param recursive whether owner and group hold for everything below a folder, too
 * @param mode permissions from 0 to 07777; nothing leaves them
 * @param netBind whether the program may listen on ports below 1024 whoever runs it
 */
public record ProvisionStep(
    String path,
    String owner,
    String group,
    boolean recursive,
    OptionalInt mode,
    boolean netBind) {}
