/** What the metrics of Sightline are and say. */
@NullMarked
package io.sightline.metrics;

import org.jspecify.annotations.NullMarked;
