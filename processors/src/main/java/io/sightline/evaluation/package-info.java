/**
 * How well a model detects, by a golden set of pictures with their true boxes, and whether it may serve: pure functions
 * over what was measured elsewhere.
 */
@NullMarked
package io.sightline.evaluation;

import org.jspecify.annotations.NullMarked;
