package io.sightline.cases;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.camel.spi.BeanRepository;
import org.jspecify.annotations.Nullable;

/**
 * The beans of a case: those that it stands in for come first, then those of the runtime that need no server. A pool of
 * threads is made for each name that is asked for as one.
 */
final class CaseBeans implements BeanRepository, AutoCloseable {
    private static final int THREADS = 4;

    private final Map<String, Supplier<Object>> runtime;
    private final Map<String, Object> made = new HashMap<>();
    private final Map<String, StandInBean> standIns = new LinkedHashMap<>();
    private final Set<String> unused = new TreeSet<>();
    private final Map<String, ScheduledExecutorService> pools = new HashMap<>();

    CaseBeans(Map<String, Supplier<Object>> runtime) {
        this.runtime = runtime;
    }

    /** @param name of a bean, or with a dot and the name of one of its methods behind it */
    synchronized void standIn(String name, StandInBean bean) {
        if (standIns.put(name, bean) == null) {
            unused.add(name);
        }
    }

    /** What the case stands in with for a bean, or for one of its methods. */
    synchronized @Nullable StandInBean standIn(String name, @Nullable String method) {
        var ofMethod = method == null ? null : used(name + "." + method);
        return ofMethod == null ? used(name) : ofMethod;
    }

    private @Nullable StandInBean used(String name) {
        unused.remove(name);
        return standIns.get(name);
    }

    /** Whether the case stands in for a bean or for one of its methods. */
    synchronized boolean standsInFor(String name) {
        return standIns.keySet().stream().anyMatch(key -> key.equals(name) || key.startsWith(name + "."));
    }

    /** Names of what the case stands in for and nothing asked for. */
    synchronized Set<String> unused() {
        return new TreeSet<>(unused);
    }

    @Override
    public synchronized @Nullable Object lookupByName(String name) {
        var bean = used(name);
        if (bean != null) {
            return bean;
        }
        var maker = runtime.get(name);
        return maker == null ? null : made.computeIfAbsent(name, key -> maker.get());
    }

    @Override
    public synchronized <T> @Nullable T lookupByNameAndType(String name, Class<T> type) {
        var bean = lookupByName(name);
        if (type.isInstance(bean)) {
            return type.cast(bean);
        }
        if (type == ExecutorService.class || type == ScheduledExecutorService.class) {
            return type.cast(pools.computeIfAbsent(name, CaseBeans::pool));
        }
        return null;
    }

    private static ScheduledExecutorService pool(String name) {
        return Executors.newScheduledThreadPool(THREADS, work -> {
            var thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return Map.of();
    }

    @Override
    public <T> Set<T> findByType(Class<T> type) {
        return Set.of();
    }

    @Override
    public synchronized void close() {
        pools.values().forEach(ScheduledExecutorService::shutdownNow);
    }
}
