/** What starts the daemon with the machine: systemd, OpenRC, or the scripts of System V. */
package dev.reeve.cli.boot;
