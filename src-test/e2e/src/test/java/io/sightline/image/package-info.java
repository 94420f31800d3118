/** The container image: what is in it, and that it runs. */
@NullMarked
package io.sightline.image;

import org.jspecify.annotations.NullMarked;
