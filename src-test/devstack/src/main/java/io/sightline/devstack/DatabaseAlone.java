package io.sightline.devstack;

import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * PostgreSQL as the {@link DevStack} runs it, without the other servers: for what would only be slowed down by them. It
 * ends when this is closed, and also when this process dies in any other way.
 */
public final class DatabaseAlone implements AutoCloseable {
    private final DataFolder folder;
    private final DevStackOptions options;
    private final Ports ports;
    private final CoreProcess process;

    private DatabaseAlone(DataFolder folder, DevStackOptions options, Ports ports, CoreProcess process) {
        this.folder = folder;
        this.options = options;
        this.ports = ports;
        this.process = process;
    }

    /**
     * Starts the server and returns when it is ready.
     *
     * @param progress takes one line per event
     * @throws DevStackException when it does not start
     */
    public static DatabaseAlone start(DevStackOptions options, Consumer<String> progress) {
        Platform.ofThisMachine().requireNatives();
        var locations = Locations.ofBuild();
        var folder = DataFolder.open(options.data(), options.kept());
        DatabaseAlone database;
        try {
            var ports = Ports.choose(options.usualPorts(), progress).at(options.address());
            var process = CoreProcess.start(locations, options, ports, Set.of("postgresql"));
            database = new DatabaseAlone(folder, options, ports, process);
        } catch (RuntimeException failure) {
            folder.close();
            throw failure;
        }
        try {
            database.process.awaitReady(database.ports, progress);
            return database;
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    /**
     * Makes a database of its own.
     *
     * @param name small letters, digits and hyphens
     * @return {@code spring.datasource.*}, pointing to it
     */
    public Map<String, String> isolate(String name) {
        var place = Place.named(name);
        place.createDatabaseOn(process);
        return place.databaseSettings(ports, options);
    }

    @Override
    public void close() {
        process.close();
        folder.close();
    }
}
