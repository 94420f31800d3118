package io.sightline.inference;

/** Counts the users of a loaded model, so that its native memory is freed when it is replaced and none is left. */
final class ModelHandle {
    private final LoadedModel model;
    private final Users users;
    private final Runnable closed;

    /** @param closed is told when the native memory is free */
    ModelHandle(LoadedModel model, Runnable closed) {
        this(model, new Users(), closed);
    }

    private ModelHandle(LoadedModel model, Users users, Runnable closed) {
        this.model = model;
        this.users = users;
        this.closed = closed;
    }

    LoadedModel model() {
        return model;
    }

    /** The same model in memory under another name, with the same users. */
    ModelHandle as(ModelVersion version) {
        return new ModelHandle(model.as(version), users, closed);
    }

    /** False when the model was closed meanwhile; ask the engine for the one that took its place. */
    boolean acquire() {
        return users.come();
    }

    void release() {
        if (users.go() == 0) {
            model.close();
            closed.run();
        }
    }

    private static final class Users {
        /** The engine itself is one until it lets go. */
        private int number = 1;

        synchronized boolean come() {
            if (number == 0) {
                return false;
            }
            number++;
            return true;
        }

        synchronized int go() {
            return --number;
        }
    }
}
