package io.sightline.lifecycle;

/** How much room the files of a version may take. */
final class ArtifactSize {
    static final String SETTING = "sightline.artifacts.cache-limit";

    private ArtifactSize() {}

    static Rejection tooLarge(long bytes, long most) {
        return tooLarge(bytes + " bytes", most);
    }

    /** Files of which it is not known how many bytes more they have. */
    static Rejection tooLarge(long most) {
        return tooLarge("more than " + most + " bytes", most);
    }

    private static Rejection tooLarge(String size, long most) {
        return new Rejection(
                RejectionReason.TOO_LARGE,
                "its files have " + size + " together, and " + SETTING + " leaves room for " + most
                        + "; raise it in every process that infers, or make the model smaller");
    }
}
