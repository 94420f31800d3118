package io.sightline.devstack;

import java.util.function.Consumer;

/**
 * The schema registry as the {@link DevStack} runs it, with no schema in it and without the other servers. It ends when
 * this is closed, and also when this process dies in any other way.
 */
public final class RegistryAlone implements AutoCloseable {
    private final DataFolder folder;
    private final RegistryProcess process;

    private RegistryAlone(DataFolder folder, RegistryProcess process) {
        this.folder = folder;
        this.process = process;
    }

    /**
     * Starts the server and returns when it is ready.
     *
     * @param progress takes one line per event
     * @throws DevStackException when it does not start
     */
    public static RegistryAlone start(DevStackOptions options, Consumer<String> progress) {
        var folder = DataFolder.open(options.data(), options.kept());
        RegistryAlone registry;
        try {
            var ports = Ports.choose(options.usualPorts(), progress).at(options.address());
            registry = new RegistryAlone(
                    folder,
                    RegistryProcess.start(Locations.ofBuild(), options, ports, new Http(options.certificates())));
        } catch (RuntimeException failure) {
            folder.close();
            throw failure;
        }
        try {
            registry.process.awaitReady();
            return registry;
        } catch (RuntimeException failure) {
            registry.close();
            throw failure;
        }
    }

    /** Value of {@code sightline.registry.url}. */
    public String url() {
        return process.address() + "/apis/ccompat/v7";
    }

    @Override
    public void close() {
        process.close();
        folder.close();
    }
}
