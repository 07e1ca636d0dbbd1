/**
 * Why a service cannot start, in words that say what to do: from what the program wrote, from what
 * its manifests and sources ask for, and from what the machine has. Everything it reads was written
 * by others and is bounded.
 */
package dev.reeve.daemon.diagnosis;
