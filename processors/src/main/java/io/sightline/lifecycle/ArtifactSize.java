package io.sightline.lifecycle;

/** How much room the files of a version may take. */
final class ArtifactSize {
    static final String SETTING = "sightline.artifacts.cache-limit";

    private ArtifactSize() {}

    static Rejection tooLarge(long bytes, long most) {
        return new Rejection(
                RejectionReason.TOO_LARGE,
                "its files have " + bytes + " bytes together, and " + SETTING + " leaves room for " + most
                        + "; raise it in every process that infers, or make the model smaller");
    }
}
