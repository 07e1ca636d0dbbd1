/** What it takes to come from the services that exist to those that a file declares. */
package dev.reeve.core.plan;
