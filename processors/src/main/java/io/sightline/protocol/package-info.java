/**
 * The Open Inference Protocol v2 with its binary extension: requests as tensors, answers as bytes. Knows nothing of
 * HTTP but the values of its headers.
 */
@NullMarked
package io.sightline.protocol;

import org.jspecify.annotations.NullMarked;
