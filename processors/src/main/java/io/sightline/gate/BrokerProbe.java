package io.sightline.gate;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;

/**
 * Asks the brokers for each other.
 *
 * @param admin client, made when it is first needed
 */
public record BrokerProbe(Supplier<Admin> admin) implements Probe {
    private static final int MILLIS = 3_000;

    @Override
    public void check() throws InterruptedException, ExecutionException, TimeoutException {
        var options = new DescribeClusterOptions().timeoutMs(MILLIS);
        admin.get().describeCluster(options).nodes().get(MILLIS, TimeUnit.MILLISECONDS);
    }
}
