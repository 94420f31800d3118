/**
 * What an operator asks before and after something went wrong: is everything there that the promises need? Changes
 * nothing, but that it puts a picture once more under its own key, and a trial file into the cache for a moment; topics
 * and schemas that are missing are made where that is what was asked for.
 */
@NullMarked
package io.sightline.doctor;

import org.jspecify.annotations.NullMarked;
