/**
 * Detectors as data and pure functions: from output tensors to detections. Knows neither Camel nor Spring nor ONNX
 * Runtime.
 */
@NullMarked
package io.sightline.detection;

import org.jspecify.annotations.NullMarked;
