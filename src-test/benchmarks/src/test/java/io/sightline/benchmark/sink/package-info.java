/** The ways to store frames and inferences that are compared: the sink's own, and those of others. */
@NullMarked
package io.sightline.benchmark.sink;

import org.jspecify.annotations.NullMarked;
