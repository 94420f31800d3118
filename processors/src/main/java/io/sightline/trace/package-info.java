/** Spans of traces: what a frame's way takes how long, and where it fails. */
@NullMarked
package io.sightline.trace;

import org.jspecify.annotations.NullMarked;
