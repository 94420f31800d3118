package io.sightline.lifecycle;

import java.util.Optional;

/**
 * How one model is promoted.
 *
 * @param name name of the model, as sources and clients use it
 * @param shadowShare share of the frames that a challenger runs on, 0 to 1
 * @param allowSignatureChange whether a version may take or give something else than the one that serves
 * @param golden where the pictures lie that a version is judged on
 */
public record ModelSettings(String name, double shadowShare, boolean allowSignatureChange, Optional<String> golden) {}
