package io.sightline.fault;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.awaitility.Awaitility.await;

import io.sightline.devstack.DevStack;
import io.sightline.fault.ledger.AuditedPlace;
import io.sightline.fault.ledger.Comparison;
import io.sightline.fault.ledger.SentLedger;
import io.sightline.fault.ledger.Verdict;
import io.sightline.model.SmallDetector;
import io.sightline.pipeline.RuntimeProcess;
import io.sightline.proxy.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** What one run of a row works with: servers, a place of its own on them, processes of the runtime, sender, ledger. */
public final class Bench implements AutoCloseable {
    /** The least that brokers grant; a killed process is missed that soon. */
    public static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(300);

    private final DevStack stack;
    private final Run run;
    private final String name;
    private final Path folder;
    private final SplittableRandom random;
    private final Map<String, String> direct;
    private final Map<String, String> settings;
    private final JdbcTemplate database;
    private final SentLedger ledger;
    private final Sender sender;
    private final List<Path> classPath = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();
    private final List<FaultProxy> proxies = new ArrayList<>();

    Bench(DevStack stack, Row row, Run run, String name) {
        this.stack = stack;
        this.run = run;
        this.name = name;
        this.folder = Path.of("target", "faults", name).toAbsolutePath();
        this.random = new SplittableRandom(run.seed() * 1000 + row.number());
        this.direct = stack.isolate(name);
        direct.keySet().removeIf(key -> key.startsWith("sightline.models."));
        direct.put(
                "sightline.models.small.path",
                SmallDetector.in(folder.resolve("small")).toString());
        direct.put("sightline.detection.model", "small");
        direct.put("sightline.stages", "ingest,detect,sink");
        direct.put("camel.component.kafka.session-timeout-ms", String.valueOf(SESSION_TIMEOUT.toMillis()));
        direct.put("camel.component.kafka.heartbeat-interval", "1500");
        this.settings = new LinkedHashMap<>(direct);
        this.database = new JdbcTemplate(new DriverManagerDataSource(
                setting("spring.datasource.url"),
                setting("spring.datasource.username"),
                setting("spring.datasource.password")));
        this.ledger = new SentLedger(folder.resolve("sent.tsv"));
        this.sender = new Sender(direct, ledger);
    }

    public DevStack stack() {
        return stack;
    }

    public Run run() {
        return run;
    }

    /** The source of every random point. */
    public SplittableRandom random() {
        return random;
    }

    /** Settings of the runtimes that are started from now on; rows may change them. */
    public Map<String, String> settings() {
        return settings;
    }

    /** Lets the runtimes that are started from now on find a class of the bench. */
    public void addToClassPath(Class<?> added) throws IOException {
        var file = added.getName().replace('.', '/') + ".class";
        var classes = folder.resolve("classes");
        var copy = classes.resolve(file);
        Files.createDirectories(copy.getParent());
        try (var compiled = Objects.requireNonNull(added.getResourceAsStream("/" + file), file)) {
            Files.copy(compiled, copy, StandardCopyOption.REPLACE_EXISTING);
        }
        classPath.add(classes);
    }

    /** A folder for this run alone. */
    public Path folder() {
        return folder;
    }

    public Sender sender() {
        return sender;
    }

    public SentLedger ledger() {
        return ledger;
    }

    /** The database itself, past any proxy. */
    public JdbcTemplate database() {
        return database;
    }

    /** Sends at a steady pace until it is closed, as long as what is under way can be worked off in seconds. */
    public Load load(int framesPerSecond) {
        return new Load(sender, framesPerSecond, this::underWay, 8 * framesPerSecond);
    }

    /** Sends at a steady pace until it is closed, whatever becomes of it. */
    public Load flood(int framesPerSecond) {
        return new Load(sender, framesPerSecond, () -> 0, 1);
    }

    /** Starts a process of the runtime and does not wait. */
    public RuntimeProcess start(String process, String... arguments) {
        var started = RuntimeProcess.start(name + "-" + process, settings, classPath, arguments);
        endWith(started::kill);
        return started;
    }

    /** Writes down a figure of this run, beside those of all others. */
    public void note(String what, double figure, String unit) throws IOException {
        Files.writeString(
                folder.resolveSibling("figures.tsv"),
                String.format(Locale.ROOT, "%s\t%s\t%.2f\t%s%n", name, what, figure, unit),
                CREATE,
                APPEND);
    }

    /** Does something before the last comparison; for runtimes that are not started here. */
    public void endWith(Runnable end) {
        ends.add(end);
    }

    /**
     * Puts a proxy between runtimes that are started from now on and a server.
     *
     * @param setting with the server's address in it
     */
    public FaultProxy proxy(String setting) {
        var proxy = FaultProxy.before(settings, setting);
        proxies.add(proxy);
        return proxy;
    }

    /** Lets a random time pass. */
    public void pause(long leastMillis, long mostMillis) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(leastMillis == mostMillis ? leastMillis : random.nextLong(leastMillis, mostMillis));
    }

    /** How many rows a table has; the tables are made by the first runtime that starts. */
    public int rows(String table) {
        var isThere = database.queryForObject("select to_regclass(?) is not null", Boolean.class, table);
        return Boolean.TRUE.equals(isThere)
                ? Objects.requireNonNull(database.queryForObject("select count(*) from " + table, Integer.class))
                : 0;
    }

    /** Waits until so many more inferences are stored. */
    public void awaitMore(int inferences) {
        awaitRows("inference", rows("inference") + inferences);
    }

    /** Waits until a table has so many rows. */
    public void awaitRows(String table, int wanted) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> rows(table) >= wanted);
    }

    public void awaitStrikes(FaultProxy proxy, int strikes) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> proxy.strikes() >= strikes);
    }

    /** Waits until every record so far has its fate, or nothing moves any more. */
    public void awaitFates() {
        sender.flush();
        try (var comparison = new Comparison(direct, ledger.written())) {
            var patience = new Patience(PATIENCE);
            await().forever().pollInterval(POLL).until(() -> patience.isOver(comparison.unsettled()));
        }
    }

    /** Ends what a row may have left when it broke off. */
    void heal() {
        proxies.forEach(FaultProxy::heal);
    }

    /** Ends everything that could still change rows, compares, and asks the audit whether it has come to the same. */
    Verdict settle() {
        awaitFates();
        var lag = new Lag(direct);
        var patience = new Patience(Duration.ofSeconds(15));
        await().forever().pollInterval(POLL).until(() -> patience.isOver(lag.records()));
        ends.forEach(Runnable::run);
        try (var comparison = new Comparison(direct, ledger.written())) {
            return comparison.verdict().with(new AuditedPlace(direct).findings());
        }
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
        sender.close();
        ledger.close();
        proxies.forEach(FaultProxy::close);
    }

    /** While nobody can tell, the load goes on. */
    private int underWay() {
        try {
            return ledger.size() - rows("inference");
        } catch (DataAccessException databaseIsAway) {
            return 0;
        }
    }

    private String setting(String key) {
        return Objects.requireNonNull(settings.get(key), key);
    }
}
