import org.apache.camel.BindToRegistry;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;

public class Binding extends RouteBuilder {
    @BindToRegistry
    public Processor boundByItsName = exchange -> {};

    @BindToRegistry("boundByAnotherName")
    public static class Another implements Processor {
        @Override
        public void process(Exchange exchange) {}
    }

    @Override
    public void configure() {
        getContext().getRegistry().bind("boundByCall", (Processor) exchange -> {});
        from("timer:bound?period=10000").routeId("bound").process("boundByCall").process("kafkaHeaders");
    }
}
