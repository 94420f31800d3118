/** Wiring: objects from properties, and nothing else. */
@NullMarked
package io.sightline.runtime;

import org.jspecify.annotations.NullMarked;
