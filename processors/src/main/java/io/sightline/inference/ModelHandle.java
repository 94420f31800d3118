package io.sightline.inference;

/** Counts the users of a loaded model, so that its native memory is freed when it is replaced and none is left. */
final class ModelHandle {
    private final LoadedModel model;
    /** The engine itself is one until it lets go. */
    private int users = 1;

    ModelHandle(LoadedModel model) {
        this.model = model;
    }

    LoadedModel model() {
        return model;
    }

    /** False when the model was closed meanwhile; ask the engine for the one that took its place. */
    synchronized boolean acquire() {
        if (users == 0) {
            return false;
        }
        users++;
        return true;
    }

    void release() {
        if (left() == 0) {
            model.close();
        }
    }

    private synchronized int left() {
        return --users;
    }
}
