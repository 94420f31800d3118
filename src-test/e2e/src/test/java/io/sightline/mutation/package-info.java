/** Requests that are broken at random, the same ones for the same seed. */
@NullMarked
package io.sightline.mutation;

import org.jspecify.annotations.NullMarked;
