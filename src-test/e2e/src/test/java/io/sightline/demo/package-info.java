/** The demonstration: frames with known truth, one run of them through the pipeline, and what became of them. */
@NullMarked
package io.sightline.demo;

import org.jspecify.annotations.NullMarked;
