package io.sightline.devstack;

import java.util.Map;
import java.util.Objects;

/**
 * How MLflow keeps the files of models, and whom it lets in.
 *
 * @param artifacts where the files are
 * @param store settings of the runtime that name the object store, as {@link DevStack#settings} and
 *     {@link DevStack#isolate} give them; unused for files of this machine
 * @param login whether it asks for a name and a password
 * @param address what it listens on and is called by, as in {@link DevStackOptions}
 */
public record MlflowOptions(Artifacts artifacts, Map<String, String> store, boolean login, String address) {
    private static final String LOOPBACK = "localhost";

    /** Name of the one user of a server that asks for a login. */
    public static final String USER = "admin";

    /** The user's password: the server answers on the loopback interface alone. */
    public static final String PASSWORD = "dev-only-password";

    /** Where the files are, and how they are read. */
    public enum Artifacts {
        /** In a folder of this machine, through MLflow's proxy. */
        FOLDER,
        /** In S3, through MLflow's proxy. */
        PROXIED_STORE,
        /** In S3, which everybody reads and writes without MLflow. */
        STORE
    }

    public MlflowOptions {
        store = Map.copyOf(store);
    }

    /** Files in a folder, read through MLflow. */
    public static MlflowOptions inFolder() {
        return new MlflowOptions(Artifacts.FOLDER, Map.of(), false, LOOPBACK);
    }

    /** Files in S3, read through MLflow. */
    public static MlflowOptions inProxiedStore(Map<String, String> settings) {
        return new MlflowOptions(Artifacts.PROXIED_STORE, settings, false, LOOPBACK);
    }

    /** Files in S3, read without MLflow. */
    public static MlflowOptions inStore(Map<String, String> settings) {
        return new MlflowOptions(Artifacts.STORE, settings, false, LOOPBACK);
    }

    /** The same with a login: {@value #USER} and {@value #PASSWORD}. */
    public MlflowOptions withLogin() {
        return new MlflowOptions(artifacts, store, true, address);
    }

    /** The same on an address of this machine that others reach it by. */
    MlflowOptions at(String other) {
        return new MlflowOptions(artifacts, store, login, other);
    }

    /** Whether nobody but this machine reaches it. */
    boolean isLoopback() {
        return address.equals(LOOPBACK);
    }

    /** What it listens on, as a number. */
    String number() {
        return isLoopback() ? "127.0.0.1" : address;
    }

    String setting(String name) {
        return Objects.requireNonNull(store.get(name), name);
    }
}
