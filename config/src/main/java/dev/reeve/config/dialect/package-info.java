/**
 * Files of other systems, read as if they were Reeve's own.
 *
 * <p>A {@link dev.reeve.config.dialect.Dialect} recognises its files and translates them: for each
 * thing that is run it opens a {@link dev.reeve.config.dialect.Draft} with {@link
 * dev.reeve.config.dialect.Translation#service} and puts native fields into it, by the paths that
 * the documentation of the configuration gives them, each with the place in the foreign file and
 * the name that it has there. Values are nodes: texts of the foreign file with their places, or
 * texts that the dialect makes up for such a place. What becomes of them afterwards is the business
 * of the loader alone: the drafts are checked by the same reader as native files, so a value that
 * cannot be is a problem at the place where the foreign file has it.
 *
 * <ul>
 *   <li>A native field that this version does not know is dropped with one warning for the foreign
 *       key, so a dialect maps everything that the documentation has, and fields come alive as the
 *       table of fields learns them.
 *   <li>What has no native field at all is said with {@link
 *       dev.reeve.config.dialect.Draft#ignored}.
 *   <li>Defaults of the foreign system that differ from Reeve's are put by {@link
 *       dev.reeve.config.dialect.Draft#byDefault} before anything else; what is put later wins.
 *   <li>Texts mean themselves: {@code ${VAR}}, {@code $$} and {@code @file://} of native files have
 *       no meaning in a draft. A dialect that knows variables expands them before it puts.
 *   <li>A dialect never throws but {@link dev.reeve.config.tree.Unloadable}, after which nothing
 *       more of the file can be read; everything else goes to {@link
 *       dev.reeve.config.dialect.Translation#problem}.
 * </ul>
 *
 * <p>To add a dialect: one class, one line in {@link dev.reeve.config.dialect.Dialects#ALL}, one
 * test with files of that system.
 */
@org.jspecify.annotations.NullMarked
package dev.reeve.config.dialect;
