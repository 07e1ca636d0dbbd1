/** Methods, messages, roles and places. */
package dev.reeve.api;
