// expect: 7:53 cannot find symbol; symbol:   method lgo(java.lang.String)
import org.apache.camel.builder.RouteBuilder;

public class NoSuchMethod extends RouteBuilder {
    @Override
    public void configure() {
        from("timer:tick").routeId("no-such-method").lgo("tick");
    }
}
