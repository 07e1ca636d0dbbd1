/**
 * A command is a function of arguments, environment, directory and terminal to an exit code: {@link
 * dev.reeve.cli.Reeve#run}. Only {@link dev.reeve.cli.Main} touches the process it runs in.
 */
package dev.reeve.cli;
