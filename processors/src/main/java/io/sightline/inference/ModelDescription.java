package io.sightline.inference;

import io.sightline.detection.DetectorSpec;
import io.sightline.detection.ModelSignature;

/** A model version that is loaded: what it takes and gives, and how pictures go in and detections come out. */
public record ModelDescription(ModelVersion version, ModelSignature signature, DetectorSpec spec) {}
