/** A frame: its identity, its time, its description. */
@NullMarked
package io.sightline.frame;

import org.jspecify.annotations.NullMarked;
