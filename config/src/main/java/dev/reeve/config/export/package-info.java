/** Services in the formats of other systems. */
package dev.reeve.config.export;
