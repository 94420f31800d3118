package io.sightline.devstack;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/** A process with servers of both kinds below it, for a test to kill. Prints their process ids when they are up. */
public final class ParentOfServers {
    private ParentOfServers() {}

    public static void main(String[] arguments) throws InterruptedException {
        var data = Path.of(arguments[0]);
        var options = new DevStackOptions(data, false, true, false, null, false, true, "localhost");
        var folder = DataFolder.open(data, true);
        var ports = Ports.choose(false, line -> {});
        var core = CoreProcess.start(Locations.ofBuild(), options, ports, Set.of("kafka", "postgresql", "s3"));
        core.awaitReady(ports, line -> {});
        var command = JavaCommand.watched(
                List.of("-Xmx16m", "-Ddata=" + data),
                System.getProperty("java.class.path"),
                List.of(Sleeper.class.getName()));
        var watched = ServerProcess.start("A server", data, "watched", command);
        System.out.println(core.pid() + " " + watched.pid());
        new CountDownLatch(1).await();
        folder.close();
    }

    /** Stands for a server that knows nothing of its parent. */
    public static final class Sleeper {
        private Sleeper() {}

        public static void main(String[] arguments) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }
}
