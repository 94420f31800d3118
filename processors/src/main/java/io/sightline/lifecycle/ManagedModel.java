package io.sightline.lifecycle;

/** A model that is promoted: how, and where its versions come from. */
public record ManagedModel(ModelSettings settings, ModelSource source) {}
