package io.sightline.inference;

/**
 * A version that is loaded and warmed up and that nobody is served by yet. It is put in its place by
 * {@link InferenceEngine#serve} or {@link InferenceEngine#challenge}, and runs until it is closed.
 */
public final class PreparedModel implements AutoCloseable {
    private final ModelHandle handle;

    /** @param handle which the new one releases when it is closed */
    PreparedModel(ModelHandle handle) {
        this.handle = handle;
    }

    /** What it takes and gives. */
    public ModelDescription description() {
        return handle.model().description();
    }

    /** The handle, for one more user. */
    ModelHandle share() {
        if (!handle.acquire()) {
            throw new IllegalStateException(
                    "model " + description().version().name() + " was closed before it was used");
        }
        return handle;
    }

    /** Gives it up; where it serves meanwhile, it goes on. Not to be closed twice. */
    @Override
    public void close() {
        handle.release();
    }
}
