/** Encoded pictures: what their headers say, decoding, drawing on them. */
@NullMarked
package io.sightline.picture;

import org.jspecify.annotations.NullMarked;
