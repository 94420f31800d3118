package io.sightline.benchmark.sink;

import java.util.List;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Plain inserts through {@code sql:insert ...?batch=true}, an endpoint for each table. */
public final class CamelSqlWriter implements RowWriter {
    private final CamelContext camel = new DefaultCamelContext();
    private final ProducerTemplate producer;
    private final TransactionTemplate transactions;
    private final Endpoint images;
    private final Endpoint frames;
    private final Endpoint inferences;
    private final Endpoint detections;

    public CamelSqlWriter(DataSource database) {
        var component = new SqlComponent();
        component.setDataSource(database);
        camel.addComponent("sql", component);
        camel.start();
        producer = camel.createProducerTemplate();
        transactions = new TransactionTemplate(new DataSourceTransactionManager(database));
        images = endpoint(PlainTables.IMAGE);
        frames = endpoint(PlainTables.FRAME);
        inferences = endpoint(PlainTables.INFERENCE);
        detections = endpoint(PlainTables.DETECTION);
    }

    @Override
    public void write(Delivery delivery) {
        transactions.executeWithoutResult(status -> {
            send(images, PlainTables.IMAGE, delivery.frames());
            send(frames, PlainTables.FRAME, delivery.frames());
        });
        transactions.executeWithoutResult(status -> {
            send(inferences, PlainTables.INFERENCE, delivery.inferences());
            send(detections, PlainTables.DETECTION, PlainTables.found(delivery.inferences()));
        });
    }

    private <T> void send(Endpoint endpoint, PlainTable<T> table, List<T> rows) {
        producer.sendBody(endpoint, rows.stream().map(table::values).toList());
    }

    /** The number of parameters is given, because the component would ask the server for it each time. */
    private Endpoint endpoint(PlainTable<?> table) {
        var count = table.columns().size();
        return camel.getEndpoint("sql:" + table.insert("#") + "?batch=true&parametersCount=" + count);
    }

    @Override
    public void close() {
        camel.stop();
    }
}
