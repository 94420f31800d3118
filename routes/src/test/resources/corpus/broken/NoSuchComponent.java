// expect: 7:14 unknown component 'tmer'; did you mean 'timer'?
import org.apache.camel.builder.RouteBuilder;

public class NoSuchComponent extends RouteBuilder {
    @Override
    public void configure() {
        from("tmer:tick").routeId("no-such-component").to("log:tick");
    }
}
