package audience

import "sync"

// flight is the batches that are on their way.
type flight struct {
	slots chan struct{}
	wait  sync.WaitGroup
	mu    sync.Mutex
	err   error // the first
}

func newFlight(size int) *flight { return &flight{slots: make(chan struct{}, size)} }

// start runs send when there is a slot, on a goroutine unless there is one slot
// only. It returns the error of a batch that has failed.
func (f *flight) start(send func() error) error {
	if cap(f.slots) == 1 {
		return f.keep(send())
	}
	f.slots <- struct{}{}
	if err := f.keep(nil); err != nil {
		<-f.slots
		return err
	}
	f.wait.Go(func() {
		defer func() { <-f.slots }()
		_ = f.keep(send())
	})
	return nil
}

// keep keeps the first error and returns it.
func (f *flight) keep(err error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err == nil {
		f.err = err
	}
	return f.err
}

// land waits for all batches and returns the first error, else err.
func (f *flight) land(err error) error {
	f.wait.Wait()
	return f.keep(err)
}
