package io.sightline.devstack;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process with MLflow below it, for a test to kill. Prints the address when it is up. */
public final class ParentOfMlflow {
    private ParentOfMlflow() {}

    public static void main(String[] arguments) throws InterruptedException {
        var data = Path.of(arguments[0]);
        var folder = DataFolder.open(data, true);
        var port = Ports.choose(false, line -> {}).of(Ports.Use.MLFLOW);
        var installation = Locations.ofBuild().mlflow();
        installation.prepare(data, line -> {});
        var server = MlflowProcess.start(installation, MlflowOptions.inFolder(), data, port, new Http(null));
        server.awaitReady();
        System.out.println(server.address());
        new CountDownLatch(1).await();
        folder.close();
    }
}
