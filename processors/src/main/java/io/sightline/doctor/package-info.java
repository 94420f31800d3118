/**
 * What an operator asks before and after something went wrong: is everything there that the promises need? Reads only.
 */
@NullMarked
package io.sightline.doctor;

import org.jspecify.annotations.NullMarked;
