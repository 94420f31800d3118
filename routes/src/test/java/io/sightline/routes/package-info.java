/** The routes as they are, in a plain Camel context; what lies beyond the network is replaced. */
@NullMarked
package io.sightline.routes;

import org.jspecify.annotations.NullMarked;
