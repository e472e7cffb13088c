package dev.pith.torch.parallel;

import dev.pith.torch.Tensors;
import java.nio.DoubleBuffer;
import java.nio.LongBuffer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BroadcastOptions;
import org.bytedeco.pytorch.GlooDeviceVector;
import org.bytedeco.pytorch.ProcessGroupGloo;
import org.bytedeco.pytorch.TCPStore;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Work;

/**
 * The processes of a data-parallel training, which exchange arrays over Gloo.
 *
 * <p>All processes call the same methods in the same order, with arrays of the same length. Each method waits for the
 * other processes. A sum is the same in all processes, bit for bit. For one thread.
 */
public final class ProcessGroup implements AutoCloseable {
    private final int rank;
    private final int world;
    private final TCPStore store;
    private final ProcessGroupGloo gloo;

    private ProcessGroup(int rank, int world, TCPStore store, ProcessGroupGloo gloo) {
        this.rank = rank;
        this.world = world;
        this.store = store;
        this.gloo = gloo;
    }

    /**
     * Joins the others, and returns when all are there.
     *
     * @param port of the {@link MeetingPoint}
     * @param rank of this process, from 0
     * @param world how many processes there are
     * @throws ProcessLost when they do not come
     */
    public static ProcessGroup join(int port, int rank, int world) {
        try (PointerScope scope = new PointerScope()) {
            TCPStore store = MeetingPoint.store(false, port);
            ProcessGroupGloo.Options options = ProcessGroupGloo.Options.create(MeetingPoint.patience());
            options.devices(new GlooDeviceVector(ProcessGroupGloo.createDeviceForHostname(MeetingPoint.HOST)));
            ProcessGroupGloo gloo = new ProcessGroupGloo(store, rank, world, options);
            gloo.retainReference();
            scope.detach(gloo);
            return new ProcessGroup(rank, world, store, gloo);
        } catch (RuntimeException e) { // whatever the native library throws
            throw new ProcessLost(e);
        }
    }

    /** Returns which of the processes this is, from 0. */
    public int rank() {
        return rank;
    }

    /** Returns how many processes there are. */
    public int world() {
        return world;
    }

    /** An exchange that is under way. */
    public static final class Exchange {
        private final Work work;

        private Exchange(Work work) {
            this.work = work;
        }

        /** Returns when it is done. */
        public void await() {
            try (work) {
                work._wait();
            } catch (RuntimeException e) {
                throw new ProcessLost(e);
            }
        }
    }

    /** Begins to add a tensor up over all processes, in place. The scope that is open owns what that takes. */
    public Exchange beginSum(Tensor tensor) {
        try {
            return new Exchange(gloo.allreduce(new TensorVector(tensor)));
        } catch (RuntimeException e) {
            throw new ProcessLost(e);
        }
    }

    /** Returns the sums over all processes. */
    public float[] sum(float... values) {
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = Tensors.of(values, 0, values.length);
            beginSum(tensor).await();
            return Tensors.floats(tensor);
        }
    }

    /** Returns the sums over all processes. */
    public double[] sum(double... values) {
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = Tensor.create(values, values.length);
            beginSum(tensor).await();
            double[] sums = new double[values.length];
            tensor.<DoubleBuffer>createBuffer().get(sums);
            return sums;
        }
    }

    /** Returns the numbers of process 0, as int64 all the way. */
    public long[] ofFirst(long... values) {
        try (PointerScope scope = new PointerScope()) {
            Tensor tensor = Tensor.create(values, values.length);
            try {
                new Exchange(gloo.broadcast(new TensorVector(tensor), new BroadcastOptions())).await();
            } catch (ProcessLost e) {
                throw e;
            } catch (RuntimeException e) {
                throw new ProcessLost(e);
            }
            long[] first = new long[values.length];
            tensor.<LongBuffer>createBuffer().get(first);
            return first;
        }
    }

    /** Leaves; the others fail if they still expect something of this process. */
    @Override
    public void close() {
        gloo.close();
        store.close();
    }
}
