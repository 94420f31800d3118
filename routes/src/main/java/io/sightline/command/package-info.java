/**
 * The command line: what {@code java -jar sightline.jar COMMAND} does. It starts no Spring, and Camel for tests of
 * routes alone.
 */
@NullMarked
package io.sightline.command;

import org.jspecify.annotations.NullMarked;
