package llhls.origin.stream;

import llhls.cmaf.Packager;
import llhls.media.MediaSink;

/** The real packager behind the registry's seam. */
public record CmafStreamPackager(Packager packager) implements StreamPackager {

    @Override
    public MediaSink connect() {
        return packager.connect();
    }

    @Override
    public void tick(long nowNs) {
        packager.tick(nowNs);
    }
}
