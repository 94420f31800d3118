/** A TCP proxy on the loopback interface that does to connections what networks and dying servers do. */
@NullMarked
package io.sightline.proxy;

import org.jspecify.annotations.NullMarked;
