/** Queries of frames and detections: what is asked, pages and their cursors, the shape of the answers. */
@NullMarked
package io.sightline.query;

import org.jspecify.annotations.NullMarked;
