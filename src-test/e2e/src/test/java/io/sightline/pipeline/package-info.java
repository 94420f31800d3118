/** The pipeline from frame to row, on real servers: what comes of good frames, of poison, and of a killed process. */
@NullMarked
package io.sightline.pipeline;

import org.jspecify.annotations.NullMarked;
