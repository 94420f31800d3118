/** Processes that follow what is announced of models. */
@NullMarked
package io.sightline.lifecycle;

import org.jspecify.annotations.NullMarked;
