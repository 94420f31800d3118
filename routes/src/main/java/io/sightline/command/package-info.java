/** The command line: what {@code java -jar sightline.jar COMMAND} does. It starts neither Spring nor Camel. */
@NullMarked
package io.sightline.command;

import org.jspecify.annotations.NullMarked;
