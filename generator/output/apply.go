package output

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// Files are staged under a hidden name that Go tools ignore, and renamed.
const (
	stagePrefix = ".graphgen-"
	stageSuffix = ".tmp"
)

// Apply does what the plan says. Every new file is written beside its place
// first and nothing changes unless all of them could be, so that a full disk
// or a folder without write permission leaves the old files. A process that is
// killed leaves whole files only; the next run completes the work. Ending ctx
// stops the work before the first change, not between two.
func (p *Plan) Apply(ctx context.Context) error {
	if !p.Stale() && p.owner == "" {
		return nil
	}
	root, err := os.OpenRoot(p.target.Base)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := root.MkdirAll(p.target.Dir, 0o777); err != nil {
		return fmt.Errorf("output %s: %w", p.target.name(), err)
	}
	folder, err := root.OpenRoot(p.target.Dir)
	if err != nil {
		return fmt.Errorf("output %s: %w", p.target.name(), err)
	}
	defer folder.Close()

	if err := p.replace(ctx, folder); err != nil {
		return fmt.Errorf("output %s: %w", p.target.name(), err)
	}
	return nil
}

// replace stages the new files, moves them to their places and removes the
// stale ones.
func (p *Plan) replace(ctx context.Context, folder *os.Root) (err error) {
	if err := removeStaged(folder, stagePrefix); err != nil {
		return err
	}
	s := newStage(folder)
	defer func() {
		if err != nil {
			err = errors.Join(err, removeStaged(folder, s.prefix))
		}
	}()
	names := p.Write
	if p.owner != "" {
		names = append([]string{ownerName}, names...)
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := s.write(name, p.text(name)); err != nil {
			return err
		}
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	for _, name := range names {
		if err := s.move(name, p.text(name)); err != nil {
			return err
		}
	}
	for _, name := range p.Remove {
		if err := folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// text returns what is to be written to a file.
func (p *Plan) text(name string) []byte {
	if name == ownerName {
		return []byte(p.owner)
	}
	return p.files[name]
}

// stage is where the files of one run are until all of them are written: in
// the folder itself, under names that differ between runs, so that two of them
// which write to one folder don't write to one file.
type stage struct {
	folder *os.Root
	prefix string
}

func newStage(folder *os.Root) stage {
	return stage{folder, stagePrefix + strings.ToLower(rand.Text()[:8]) + "-"}
}

// name returns the name under which a file is staged.
func (s stage) name(of string) string { return s.prefix + of + stageSuffix }

// write stages a file. The error names the file that it is for.
func (s stage) write(name string, text []byte) error {
	file, err := s.folder.OpenFile(s.name(name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err == nil {
		_, err = file.Write(text)
		err = errors.Join(err, file.Close())
	}
	if cause, ok := errors.AsType[*fs.PathError](err); ok {
		return fmt.Errorf("cannot write %s: %w", name, cause.Err)
	}
	return err
}

// move moves a staged file to its place. When it is gone, another run that
// began meanwhile took it for one that was left behind, and it is staged anew.
func (s stage) move(name string, text []byte) error {
	for range 100 {
		err := s.folder.Rename(s.name(name), name)
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		if err := s.write(name, text); err != nil {
			return err
		}
	}
	return fmt.Errorf("cannot write %s: other runs of graphgen in this folder remove what this one stages", name)
}

// removeStaged removes the staged files whose names begin with a prefix: those
// of this run, or also those of runs that were killed.
func removeStaged(folder *os.Root, prefix string) error {
	entries, err := fs.ReadDir(folder.FS(), ".")
	if err != nil {
		return err
	}
	for _, entry := range entries {
		name := entry.Name()
		if !strings.HasPrefix(name, prefix) || !strings.HasSuffix(name, stageSuffix) {
			continue
		}
		if err := folder.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
