/** Sources: cameras and producers, and what is known of them. */
@NullMarked
package io.sightline.source;

import org.jspecify.annotations.NullMarked;
